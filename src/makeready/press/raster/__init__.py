"""What does a PDF look like? Its pages as pixels, drawn by PDFium in a confined child."""
