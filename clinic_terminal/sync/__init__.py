"""The wire: sign-in, eligibility, upload and download against the central API."""
