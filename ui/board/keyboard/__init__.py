"""The board by keyboard: walking, typing, palette, menus, clipboard."""
