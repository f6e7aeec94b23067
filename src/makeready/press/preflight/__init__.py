"""Would this file print well? Checks of finished PDFs, before they cost paper."""
