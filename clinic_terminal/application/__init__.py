"""What clerk, dentist and guardian do, in verbs, and the ports those verbs need."""
