"""The daily pages of data protection: register, requests, consents and bars, failures."""
