package elasticache

// MeasuredQueues are the queues that have an alarm and a chart: QueueNames, but none with DisableURLs, because nobody
// measures a group that no application reads.
func (p GroupProps) MeasuredQueues() []string {
	if p.DisableURLs {
		return nil
	}
	return p.QueueNames
}

func (p GroupProps) measured() bool { return len(p.MeasuredQueues()) > 0 }

// hasQueueNames is measured whatever DisableURLs is, so that a threshold may stay while the URLs are elsewhere.
func (p GroupProps) hasQueueNames() bool { return len(p.QueueNames) > 0 }

// QueueAlarmNames are the alarms of the group's queues, each name with its queue's: "queue-length-high-celery".
func (p GroupProps) QueueAlarmNames() []string {
	p = p.WithDefaults()
	var names []string
	for _, queue := range p.MeasuredQueues() {
		for _, a := range alarmTable {
			if _, ok := a.thresholdFor(p); ok && a.perQueue {
				names = append(names, a.name+"-"+queue)
			}
		}
	}
	return names
}
