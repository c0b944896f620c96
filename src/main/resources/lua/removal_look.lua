#!lua flags=allow-oom
-- Shows which removals have begun in a topic and not ended.
-- KEYS: 1 settings
-- ARGV: none
-- Codes: none
-- Returns: {how many settings there are, partitions, then for each removal: field, mark}
local reply = {redis.call('HLEN', KEYS[1]), redis.call('HGET', KEYS[1], 'partitions') or '0'}
local rows = redis.call('HGETALL', KEYS[1])
for i = 1, #rows, 2 do
  if rows[i]:match('^removing') then reply[#reply + 1], reply[#reply + 2] = rows[i], rows[i + 1] end
end
return reply
