"""What comes by other ways than paper: answers of an app or a kiosk, and figures of others."""
