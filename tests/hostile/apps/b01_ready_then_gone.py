# Healthy for a second, then it ends as if all were well.
import os, threading, time, _base
threading.Thread(target=lambda: (time.sleep(1.5), os._exit(0)), daemon=True).start(); _base.serve()
