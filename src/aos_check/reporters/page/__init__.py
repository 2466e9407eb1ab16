"""The page of `aos-check report`: one HTML file that loads no other file and runs no script."""
