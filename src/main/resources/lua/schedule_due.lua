#!lua flags=allow-oom
-- Shows which schedules of a partition are due.
-- KEYS: 1 schedules, 2 next ticks
-- ARGV: 1 how many to skip of those that were due first, 2 most schedules
-- Codes: none
-- Returns: {now in milliseconds; then for each schedule: its name, its tick, the schedule}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'WITHSCORES', 'LIMIT', ARGV[1], ARGV[2])
local reply = {string.format('%.0f', now)}
for i = 1, #due, 2 do
  local n, schedule = #reply, redis.call('HGET', KEYS[1], due[i])
  if schedule then
    reply[n + 1], reply[n + 2], reply[n + 3] = due[i], due[i + 1], schedule
  else
    redis.call('ZREM', KEYS[2], due[i])
  end
end
return reply
