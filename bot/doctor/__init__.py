"""What may be wrong with an installation, examined one thing at a time, each with its mend."""
