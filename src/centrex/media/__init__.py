"""What is inside media files: reading, converting and making them. Knows no store, no customer and no call.

The functions here block: a server runs them in threads.
"""
