"""The preview's side inside a pod: asks the app, and takes its answer apart where that can do no harm."""
