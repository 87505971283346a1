"""What people read: plots, one self-contained page, a workbook; every text in English and Chinese."""
