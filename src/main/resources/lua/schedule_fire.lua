#!lua
-- Lets a schedule tick: adds its job to the partition and sets the next tick, unless another replica was faster, the schedule
-- is another one now, or it is not yet time. No allow-oom: with a Redis without memory the tick waits.
-- KEYS: 1 schedules, 2 the fields of their jobs, 3 next ticks, 4 stream
-- ARGV: 1 name, 2 schedule, 3 tick that is due, 4 tick to add a job for, empty for none, 5 next tick, 6 job id, 7 the tick in
--       seconds and 8 as a text, 9 most entries of the stream, 0 for no limit, 10 "trim" to remove the oldest beyond it
-- Codes: 0 REFUSED, 1 FULL, 2 TAKEN
-- Returns: {code}
local tick, time = redis.call('ZSCORE', KEYS[3], ARGV[1]), redis.call('TIME')
local now, limit = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(ARGV[9])
if tick ~= ARGV[3] or redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return {0} end
if math.max(tonumber(tick), tonumber(ARGV[4]) or 0) > now then return {0} end
if ARGV[4] ~= '' then
  local trim = ARGV[10] == 'trim' and limit > 0
  if limit > 0 and not trim and redis.call('XLEN', KEYS[4]) >= limit then return {1} end
  local entry = cjson.decode(redis.call('HGET', KEYS[2], ARGV[1]))
  -- As in delay.lua, and the headers come last.
  local headers = cjson.decode(entry[#entry])
  headers['streamlane-tick'] = ARGV[8]
  entry[1], entry[3], entry[13], entry[15] = '*', ARGV[6], ARGV[7],
    string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
  entry[#entry] = cjson.encode(headers)
  if trim then
    redis.call('XADD', KEYS[4], 'MAXLEN', '~', limit, unpack(entry))
  else
    redis.call('XADD', KEYS[4], unpack(entry))
  end
end
redis.call('ZADD', KEYS[3], ARGV[5], ARGV[1])
return {2}
