"""There is nothing to measure yet: the portal takes no file of figures from anybody."""

if __name__ == "__main__":
    print("import: nothing to measure yet; the portal computes its figures from the files that it ships.")
