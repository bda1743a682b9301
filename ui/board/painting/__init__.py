"""How the board is painted: ground, blocks, texts and what lies over them."""
