"""Prints each minute how many messages wait in each queue, in the format from which CloudWatch Logs makes a metric:

    python -m rediscache.queue_length --app myproject --project paperwurks --environment prod celery mail
"""

import argparse
import json
import sys
import time

from celery.app.utils import find_app


def lengths(app, queues):
    """How many messages wait in each queue, of all priorities; not those that a worker has taken."""
    with app.connection_for_read() as connection, connection.channel() as channel:
        # A declaration makes nothing in Redis. It is how kombu tells a queue's length.
        return {queue: channel.queue_declare(queue).message_count for queue in queues}


def metric(project, environment, queue, length):
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"""
    return json.dumps({
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [{
                "Namespace": f"{project}/Celery",
                "Dimensions": [["Environment", "Queue"]],
                "Metrics": [{"Name": "QueueLength", "Unit": "Count"}],
            }],
        },
        "Environment": environment,
        "Queue": queue,
        "QueueLength": length,
    })


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--app", required=True, help="Celery's app, as for `celery -A`")
    parser.add_argument("--project", required=True, help="Project of the stack's environment")
    parser.add_argument("--environment", required=True, help="Name of the stack's environment")
    parser.add_argument("queues", nargs="+", metavar="queue", help="one of the group's QueueNames")
    options = parser.parse_args()
    app = find_app(options.app)
    while True:
        try:
            for queue, length in lengths(app, options.queues).items():
                print(metric(options.project, options.environment, queue, length), flush=True)
        except Exception as error:  # a failover passes; a longer silence sets off queue-length-high
            print(f"no queue lengths: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        time.sleep(60)


if __name__ == "__main__":
    main()
