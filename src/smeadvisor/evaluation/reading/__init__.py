"""Reading exercises: invented reports with questions, to train and to measure what marks sentences."""
