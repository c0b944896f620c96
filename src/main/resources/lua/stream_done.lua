#!lua flags=allow-oom
-- Acknowledges and deletes the entry of a stream that is done, if it is still this hold's, and frees its name. If that
-- is marked as waited for, all replicas are woken, and not otherwise: each then looks at all that is nobody's.
-- KEYS: 1 stream, 2 states, 3 names
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 entry ID, 6 data stream, empty if none, 7 wake channel
-- Codes: 0 LOST, 1 TAKEN, 2 GONE
-- Returns: {code}
local stream, group, id = KEYS[1], ARGV[1], ARGV[5]
local row = redis.pcall('XPENDING', stream, group, id, id, 1)[1]
if not row and not redis.pcall('XRANGE', stream, id, id)[1] then return {2} end
local _, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], id) or '{}')
if not row or row[2] ~= ARGV[2] or state.incarnation ~= ARGV[3] or state.epoch ~= ARGV[4] + 0 then return {0} end
redis.call('XACK', stream, group, id)
redis.call('XDEL', stream, id)
redis.call('HDEL', KEYS[2], id)
if redis.call('HGET', KEYS[3], ARGV[6]) == id then
  local freed = redis.call('HDEL', KEYS[3], ARGV[6], ARGV[6] .. '<MUTEX_KEY_SEP>')
  if freed == 2 then redis.pcall('PUBLISH', ARGV[7], 'done') end
end
return {1}
