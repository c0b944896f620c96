#!lua
-- Moves delayed jobs of a partition that are due into its stream, in the order of their due times, as far as it has room.
-- No allow-oom: a Redis without memory keeps them.
-- KEYS: 1 delayed jobs by due time, 2 their fields by id, 3 stream, 4 next ticks of schedules
-- ARGV: 1 most jobs, 2 most bytes of them, 3 most entries of the stream, 0 for no limit, 4 "trim" to remove the oldest
--       beyond it
-- Codes: none
-- Returns: {jobs still delayed, milliseconds until the next is due and until the next tick, -1 if there is none, entries of
--          the stream; then for each job that was moved: its id, its entry ID, by how many milliseconds it is late}
local time, most, limit, trim = redis.call('TIME'), tonumber(ARGV[1]), tonumber(ARGV[3]), ARGV[4] == 'trim'
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if limit > 0 and not trim then most = math.max(0, math.min(most, limit - redis.call('XLEN', KEYS[3]))) end
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
local reply, bytes = {0, -1, -1, 0}, 0
for i = 1, #due, 2 do
  local id = due[i]:match('^%d+ (%S+)')
  local fields = redis.call('HGET', KEYS[2], id)
  if fields then
    local entry, entryId = cjson.decode(fields), nil
    entry[1], entry[15] = '*', string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
    if limit > 0 and trim then
      entryId = redis.call('XADD', KEYS[3], 'MAXLEN', '~', limit, unpack(entry))
    else
      entryId = redis.call('XADD', KEYS[3], unpack(entry))
    end
    local n = #reply
    reply[n + 1], reply[n + 2], reply[n + 3], bytes = id, entryId, now - due[i + 1], bytes + #fields
  end
  redis.call('ZREM', KEYS[1], due[i])
  redis.call('HDEL', KEYS[2], id)
  if bytes >= tonumber(ARGV[2]) then break end
end
for i, key in ipairs({KEYS[1], KEYS[4]}) do
  local next = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  if next then reply[i + 1] = math.max(0, next - now) end
end
reply[1], reply[4] = redis.call('ZCARD', KEYS[1]), redis.call('XLEN', KEYS[3])
return reply
