#!lua
-- Appends an entry that was dead, unless what bears its mark was appended here not long ago. Either way it writes something,
-- so that Redis' replicas can confirm that the entry is there. No allow-oom: a Redis without memory refuses it before it begins.
-- KEYS: 1 stream, 2 marks of what was replayed
-- ARGV: 1 most entries, 0 for no limit, 2 "trim" to remove the oldest beyond it, 3 mark, 4 how many marks to keep, 5 for how
--       many seconds, 6 name of a field for the time, or ""; then names and values of the others
-- Codes: 0 FULL, 1 TAKEN, 2 GONE
-- Returns: {0, length}, {1, entry ID} or {2}
local stream, marks, limit, entry = KEYS[1], KEYS[2], tonumber(ARGV[1]), {unpack(ARGV, 7)}
local time = redis.call('TIME')
local now, id = time[1] * 1000 + math.floor(time[2] / 1000), nil
for _, old in ipairs(redis.call('ZRANGEBYSCORE', marks, '-inf', now - ARGV[5] * 1000)) do redis.call('ZREM', marks, old) end
local known = redis.call('ZSCORE', marks, ARGV[3])
if not known then
  local length = redis.call('XLEN', stream)
  local trims = limit > 0 and ARGV[2] == 'trim'
  if limit > 0 and not trims and length >= limit then return {0, length} end
  if ARGV[6] ~= '' then
    entry[#entry + 1] = ARGV[6]
    entry[#entry + 1] = string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
  end
  if trims then
    id = redis.call('XADD', stream, 'MAXLEN', '~', limit, '*', unpack(entry))
  else
    id = redis.call('XADD', stream, '*', unpack(entry))
  end
end
redis.call('ZADD', marks, now, ARGV[3])
redis.call('ZREMRANGEBYRANK', marks, 0, -1 - ARGV[4])
redis.call('EXPIRE', marks, ARGV[5])
if known then return {2} end
return {1, id}
