{% autoescape off %}/* What the worker has to know of this version; the work itself is in the last file. */
self.LOOPPLANK = {{ told }};
importScripts(...{{ scripts }});
{% endautoescape %}
