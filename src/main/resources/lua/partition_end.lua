#!lua flags=allow-oom
-- Tells where a partition ends: whatever comes later has a higher ID. And how many entries it has been given until there.
-- KEYS: 1 stream
-- ARGV: none
-- Codes: none
-- Returns: {the ID that was given last, entries}
if redis.call('EXISTS', KEYS[1]) == 0 then return {'0-0', 0} end
local stream, facts = redis.call('XINFO', 'STREAM', KEYS[1]), {}
for i = 1, #stream, 2 do facts[stream[i]] = stream[i + 1] end
return {facts['last-generated-id'], facts['entries-added']}
