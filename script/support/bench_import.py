"""There is nothing to measure yet: the portal takes no file of figures from anybody."""

SAID = "import: nothing to measure yet. The portal computes its figures from the files it ships and takes no other file."

if __name__ == "__main__":
    print(SAID)
