"""The data of the books: made anew when the app starts, from a seed that is another one in each attempt."""
