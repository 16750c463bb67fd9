"""Write the repository's address into the page "Run it yourself", once `_config.yml` knows it."""

PAGE, PLACE = "guide/running", "<address of your copy>"


def write_address(app, docname, source):
    address = app.config.html_theme_options.get("repository_url")  # Jupyter Book's name for `repository.url`
    if docname == PAGE and address:
        source[0] = source[0].replace(PLACE, address)


def setup(app):
    app.connect("source-read", write_address)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
