#!lua flags=allow-oom
-- Gives a replica permits to start jobs of a group, so that all replicas together start no more than a number in any interval.
-- Starts are counted in slices of time, so that there are few of them; a slice counts until its last start is old enough.
-- KEYS: 1 starts by slice
-- ARGV: 1 starts that are wanted, 2 most in an interval, 3 width of a slice in ms, 4 for how long a start counts, in ms, 5 starts
--       that were given before and not used, 6 the slice of these
-- Codes: none
-- Returns: {starts given, their slice, ms until there are more, 0 if all that are wanted were given}
local starts, wanted, width, span = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local slice = math.floor(now / width)
local given = redis.call('HGET', starts, ARGV[6])
if given then redis.call('HSET', starts, ARGV[6], given - ARGV[5]) end
local used, wait, here, rows = 0, math.huge, 0, redis.call('HGETALL', starts)
for i = 1, #rows, 2 do
  local at, count = tonumber(rows[i]), tonumber(rows[i + 1])
  if at >= slice then here = here + count end -- also what a clock that was set back has left behind: it counts from now on
  if at > slice then redis.call('HDEL', starts, rows[i]) end
  local left = (math.min(at, slice) + 1) * width + span - now
  if left > 0 and count > 0 then
    used, wait = used + count, math.min(wait, left)
  else
    redis.call('HDEL', starts, rows[i])
  end
end
given = math.max(0, math.min(wanted, ARGV[2] - used))
wait = math.min(wait, (slice + 1) * width + span - now)
slice = string.format('%.0f', slice)
if here + given > 0 then
  redis.call('HSET', starts, slice, here + given)
  redis.call('PEXPIRE', starts, span + width)
end
return {given, slice, given < wanted and wait or 0}
