#!lua flags=allow-oom
-- Tells where a partition ends: whatever comes later has a higher ID.
-- KEYS: 1 stream
-- ARGV: none
-- Codes: none
-- Returns: the ID that was given last
if redis.call('EXISTS', KEYS[1]) == 0 then return '0-0' end
local stream = redis.call('XINFO', 'STREAM', KEYS[1])
for i = 1, #stream, 2 do
  if stream[i] == 'last-generated-id' then return stream[i + 1] end
end
