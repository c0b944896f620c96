#!lua
-- Appends jobs to a partition, all or none. No allow-oom: a Redis without memory refuses it before it begins.
-- KEYS: 1 stream
-- ARGV: 1 topic, 2 partition, 3 most entries, 0 for no limit, 4 "trim" to remove the oldest beyond it, 5 how many
--       entries must find room; then for each job: msg_id, payload, partition_key, created_at, timeout, the names of
--       what follows ("key", "headers", "key headers" or ""), and this
-- Codes: 0 FULL, 1 TAKEN
-- Returns: {0, length} or {1, ids, separated by spaces}
local stream, limit = KEYS[1], tonumber(ARGV[3])
if limit > 0 and ARGV[4] ~= 'trim' then
  local length = redis.call('XLEN', stream)
  if length + ARGV[5] > limit then return {0, length} end
end
local time, ids, i = redis.call('TIME'), {}, 6
local now = string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
local entry = {'*', 'msg_id', '', 'topic', ARGV[1], 'payload', '', 'partition_key', '', 'partition', ARGV[2],
  'created_at', '', 'enqueued_at', now, 'timeout', ''}
while i <= #ARGV do
  entry[3], entry[7], entry[9], entry[13], entry[17] = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local n, more = 17, ARGV[i + 5]
  i = i + 6
  for name in more:gmatch('%a+') do
    entry[n + 1], entry[n + 2], n, i = name, ARGV[i], n + 2, i + 1
  end
  if limit > 0 and ARGV[4] == 'trim' then
    ids[#ids + 1] = redis.call('XADD', stream, 'MAXLEN', '~', limit, unpack(entry, 1, n))
  else
    ids[#ids + 1] = redis.call('XADD', stream, unpack(entry, 1, n))
  end
end
return {1, table.concat(ids, ' ')}
