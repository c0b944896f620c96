#!lua flags=allow-oom
-- Makes an entry nobody's, if it is still this hold's. Its data stream's name stays taken until it is done. A call that
-- is repeated because its answer was lost changes nothing more: as long as the epoch is the same, nobody has claimed it.
-- KEYS: 1 stream, 2 states
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 entry ID, 6 nobody's name, 7 "1" if an attempt has failed,
--       8 idle ms to begin with
-- Codes: 0 LOST, 1 TAKEN
-- Returns: {0} or {1, failures}
local row = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[5], ARGV[5], 1)[1]
local _, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], ARGV[5]) or '{}')
if row and row[2] == ARGV[6] and not state.incarnation and state.epoch == ARGV[4] + 0 then return {1, state.failures} end
if not row or row[2] ~= ARGV[2] or state.incarnation ~= ARGV[3] or state.epoch ~= ARGV[4] + 0 then return {0} end
local moved = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[6], 0, ARGV[5], 'IDLE', ARGV[8], 'JUSTID')
if #moved == 0 then return {0} end
state.failures, state.previous, state.incarnation = (tonumber(state.failures) or 0) + ARGV[7], ARGV[2], nil
redis.call('HSET', KEYS[2], ARGV[5], cjson.encode(state))
return {1, state.failures}
