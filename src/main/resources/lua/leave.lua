#!lua flags=allow-oom
-- Ends a membership, or lets it run on for a while without beats, if it is still this incarnation's.
-- KEYS: 1 members
-- ARGV: 1 consumer, 2 incarnation, 3 ms to keep the place, "0" to leave at once, 4 wake channel
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {code}
local mine = redis.call('HGET', KEYS[1], ARGV[1])
if not mine or mine:match('^%S+') ~= ARGV[2] then return {0} end
if ARGV[3] == '0' then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.pcall('PUBLISH', ARGV[4], 'leave')
else
  local time = redis.call('TIME')
  local deadline = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%s %.0f %s', ARGV[2], deadline, ARGV[3]))
end
return {1}
