"""What does a colour look like in another space? Inks, ICC profiles, output conditions. All through lcms2."""
