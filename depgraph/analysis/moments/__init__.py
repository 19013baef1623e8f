"""Projection of schedule networks in minutes, as the programs themselves schedule them."""
