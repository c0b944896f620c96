#!lua flags=allow-oom
-- Gives a replica permits to start jobs of a group, so that all replicas together start no more than a number in any interval.
-- Starts that count until about the same time are counted together, so that there are few numbers to keep.
-- KEYS: 1 starts, by the time until which they count, in ms: how many, and when that was written
-- ARGV: 1 starts that are wanted, 2 most in an interval, 3 how exact that time has to be, in ms, 4 for how long a start counts,
--       in ms, 5 starts that were given before and not used, 6 until when these count
-- Codes: none
-- Returns: {starts given, until when they count, ms until there are more, 0 if all that are wanted were given}
local starts, wanted, width = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3])
local time, rows = redis.call('TIME'), redis.call('HGETALL', starts)
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local till = string.format('%.0f', (math.floor((now + ARGV[4]) / width) + 1) * width)
local used, here, wait = 0, 0, math.huge
for i = 1, #rows, 2 do
  local count, at = rows[i + 1]:match('^(%d+) (%d+)$')
  local left, early = rows[i] - now, tonumber(at) <= now
  count = count - (rows[i] == ARGV[6] and ARGV[5] or 0)
  if count <= 0 or early and left <= 0 then
    redis.call('HDEL', starts, rows[i])
  else
    used, wait = used + count, math.min(wait, left)
    if rows[i] == till or not early then -- what was written before a clock was set back counts from now on
      here = here + count
      redis.call('HDEL', starts, rows[i])
    elseif rows[i] == ARGV[6] then
      redis.call('HSET', starts, rows[i], string.format('%.0f %.0f', count, now))
    end
  end
end
local given = math.max(0, math.min(wanted, ARGV[2] - used))
if here + given > 0 then
  wait = math.min(wait, till - now)
  redis.call('HSET', starts, till, string.format('%.0f %.0f', here + given, now))
  redis.call('PEXPIRE', starts, math.max(redis.call('PTTL', starts), till - now))
end
return {given, till, given < wanted and wait or 0}
