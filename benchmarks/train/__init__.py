"""How the scorer was fitted, for anyone to repeat: `python -m benchmarks.train page --data FOLDER`."""
