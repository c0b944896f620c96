#!lua
-- Appends jobs to a partition, all or none. No allow-oom: a Redis without memory refuses it before it begins.
-- KEYS: 1 stream
-- ARGV: 1 topic, 2 partition, 3 most entries, 0 for no limit, 4 "trim" to remove the oldest beyond it, 5 how many
--       entries must find room; then for each run of jobs that have these in common: how many they are, partition_key,
--       created_at, timeout, the names of what else they have ("key", "headers", "key headers" or ""); and for each job of
--       the run: msg_id, payload, and that
-- Codes: 0 FULL, 1 TAKEN
-- Returns: {0, length} or {1, ids, separated by spaces}
local stream, topic, partition, limit, trim = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == 'trim'
local call, args, i, count, ids, n = redis.call, ARGV, 6, #ARGV, {}, 0 -- locals, because each job would look them up
if limit > 0 and not trim then
  local length = call('XLEN', stream)
  if length + args[5] > limit then return {0, length} end
end
local time = call('TIME')
local now = string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
while i <= count do
  local jobs, partitionKey, createdAt, timeout, more, fields = args[i], args[i + 1], args[i + 2], args[i + 3], {}, 0
  for name in args[i + 4]:gmatch('%a+') do more[fields + 1], fields = name, fields + 2 end
  i = i + 5
  for _ = 1, jobs do
    local id, payload = args[i], args[i + 1]
    i = i + 2
    for field = 2, fields, 2 do more[field], i = args[i], i + 1 end
    n = n + 1
    ids[n] = call('XADD', stream, '*', 'msg_id', id, 'topic', topic, 'payload', payload, 'partition_key', partitionKey,
      'partition', partition, 'created_at', createdAt, 'enqueued_at', now, 'timeout', timeout, unpack(more, 1, fields))
  end
end
if limit > 0 and trim then call('XTRIM', stream, 'MAXLEN', '~', limit) end
return {1, table.concat(ids, ' ')}
