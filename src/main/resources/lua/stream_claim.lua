#!lua flags=allow-oom
-- Makes an entry this replica's under a new epoch, if it is still pending under the name it was seen under, has been
-- idle for long enough, and no other pending entry has taken the name of its data stream; if one has, it marks the name
-- as stream_duplicates.lua does. A lost owner counts as a failure, unless it was a replica that had not claimed the entry.
-- KEYS: 1 stream, 2 states, 3 names, 4 replicas
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 entry ID, 5 data stream, empty if none, 6 the name it was seen under,
--       7 nobody's name, 8 least idle ms, 9 "1" if its owner was lost
-- Codes: 0 REFUSED, 1 TAKEN, 2 DUPLICATE
-- Returns: {0}, {2, ID of the other entry} or {1, epoch, failures, checkpoint, who had it before}
local stream, states, names, group, me, id, name = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[4], ARGV[5]
local function pending(entry) return redis.pcall('XPENDING', stream, group, entry, entry, 1)[1] end
local mine, seen = redis.call('HGET', KEYS[4], me) or '', pending(id)
if mine:match('^%S+') ~= ARGV[3] or not seen or seen[2] ~= ARGV[6] then return {0} end
local first = name ~= '' and redis.call('HGET', names, name)
if first and first ~= id and pending(first) then
  redis.call('HSETNX', names, name .. '<MUTEX_KEY_SEP>', id)
  return {2, first}
end
if #redis.call('XCLAIM', stream, group, me, ARGV[8], id, 'JUSTID') == 0 then return {0} end
if name ~= '' then redis.call('HSET', names, name, id) end

local read, old = pcall(cjson.decode, redis.call('HGET', states, id) or '{}')
if not read or type(old) ~= 'table' then old = {} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lost = ARGV[9] == '1' and (old.incarnation or redis.call('HEXISTS', KEYS[4], seen[2]) == 0)
local previous = seen[2]
if previous == me or previous == ARGV[7] then previous = old.incarnation and me or old.previous end
local state = {epoch = math.max((tonumber(old.epoch) or 0) + 1, now), incarnation = ARGV[3], since = now,
  failures = (tonumber(old.failures) or 0) + (lost and 1 or 0), checkpoint = old.checkpoint, previous = previous}
redis.call('HSET', states, id, cjson.encode(state))
return {1, state.epoch, state.failures, state.checkpoint or false, state.previous or false}
