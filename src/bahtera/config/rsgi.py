"""What the web server runs: requests taken in whole, then answered by Django in a few threads."""

from multiprocessing import parent_process

from bahtera.cli.attached import follow_parent
from bahtera.config.wsgi import application as django
from bahtera.http.front import Front

# A worker whose server was killed, were it while this one still loaded, would go on answering beside the next one's.
_server = parent_process()
follow_parent(_server.pid if _server else None)
application = Front(django)
