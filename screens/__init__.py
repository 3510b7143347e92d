"""The glass: draws faces with Kivy, echoes what is typed, reports touches; decides nothing."""
