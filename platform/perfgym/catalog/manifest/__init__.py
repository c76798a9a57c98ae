"""What the YAML files may say: one pydantic model a file. Each field's description says what is allowed."""
