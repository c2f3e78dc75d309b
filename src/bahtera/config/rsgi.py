"""What the web server runs: requests taken in whole, then answered by Django in a few threads."""

from multiprocessing import parent_process

from bahtera.cli.attached import end_after
from bahtera.cli.supervisor import WEB_GRACE_SECONDS
from bahtera.config.wsgi import application as django
from bahtera.http.front import Front

# A worker whose server was killed, were it while this one still loaded, would go on answering beside the next one's.
if _server := parent_process():
    end_after(_server.pid or 0, WEB_GRACE_SECONDS)
application = Front(django)
