"""What Firstpoint is compared with: the least that Django needs for the same rows, and for saying hello."""
