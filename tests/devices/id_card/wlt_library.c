/* Behaves like the libraries that come with readers, without their wavelets: the picture is made from the photo's bytes.
   Built by test_photo.py; each -D gives one of the interfaces or one way to fail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(GETBMP)
static void put(FILE *file, unsigned value, int bytes) {
    while (bytes--) { fputc(value & 255, file); value >>= 8; }
}

int GetBmp(const char *wlt_file, int interface) {
    unsigned char wlt[1024];
    char name[256];
    FILE *file = fopen(wlt_file, "rb");
    if (interface != RIGHT_INTERFACE) return RESULT_OTHERWISE;
    if (!file || fread(wlt, 1, sizeof wlt, file) != sizeof wlt) return -3;
    fclose(file);
    printf("a library may say what it likes\n");
    strcpy(name, wlt_file);
    strcpy(strrchr(name, '.'), ".bmp");
    file = fopen(name, "wb");
    fputs("BM", file);
    put(file, 38862, 4); put(file, 0, 4); put(file, 54, 4); put(file, 40, 4);
    put(file, 102, 4); put(file, 126, 4); put(file, 1, 2); put(file, 24, 2);
    for (int at = 0; at < 24; at++) fputc(0, file);
    for (int at = 0; at < 126 * 308; at++) fputc(wlt[at % 1024], file);
    fclose(file);
    return 1;
}
#elif defined(UNPACK)
int UNPACK(char *wlt, char *rgb, int n) {
    if (n != 708) return 0;
    for (int at = 0; at < 126 * 102 * 3; at++) rgb[at] = wlt[at % 1024];
    return 1;
}
#elif defined(CRASHES)
int unpack(char *wlt, char *rgb, int n) { abort(); }
#elif defined(HANGS)
int unpack(char *wlt, char *rgb, int n) { if (!fork()) for (;;) pause(); for (;;) pause(); }
#elif defined(NOTHING)
int unpack(char *wlt, char *rgb, int n) { return 0; }
#else
int something_else(void) { return 0; }
#endif
