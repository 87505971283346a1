"""The model told by the ODD+D protocol (Müller et al. 2013), written from the code in English and Chinese."""
