#!lua flags=allow-oom
-- Tells where a partition ends: whatever comes later has a higher ID.
-- KEYS: 1 stream
-- ARGV: none
-- Codes: none
-- Returns: the ID that was given last
local stream = redis.pcall('XINFO', 'STREAM', KEYS[1]) -- an error if there is none
for i = 1, #stream, 2 do
  if stream[i] == 'last-generated-id' then return stream[i + 1] end
end
return '0-0'
