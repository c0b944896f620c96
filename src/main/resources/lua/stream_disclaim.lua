#!lua flags=allow-oom
-- Makes nobody's what is pending under a replica's name though it does not hold it, unless this incarnation has claimed
-- it under another epoch than it knows of: then this call comes late. What an earlier incarnation had, counts as lost.
-- KEYS: 1 stream, 2 states, 3 replicas
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 0 if not claimed, 5 entry ID, 6 nobody's name, 7 idle ms to begin
--       with, if it was had
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {code}
local row = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[5], ARGV[5], 1)[1]
local mine = redis.call('HGET', KEYS[3], ARGV[2]) or ''
if mine:match('^%S+') ~= ARGV[3] or not row or row[2] ~= ARGV[2] then return {0} end
local read, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], ARGV[5]) or '{}')
local had = read and type(state) == 'table' and state.incarnation
if had == ARGV[3] and state.epoch ~= ARGV[4] + 0 then return {0} end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[6], 0, ARGV[5], 'IDLE', had and ARGV[7] or 0, 'JUSTID')
if had then
  if had ~= ARGV[3] then state.failures = (tonumber(state.failures) or 0) + 1 end
  state.previous, state.incarnation = ARGV[2], nil
  redis.call('HSET', KEYS[2], ARGV[5], cjson.encode(state))
end
return {1}
