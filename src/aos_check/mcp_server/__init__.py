"""The server that answers the questions of coding agents by the Model Context Protocol."""
