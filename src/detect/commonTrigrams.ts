// Frequent trigrams of source code, see keywordSieve.ts. Written by bench/countBigrams.ts.

/** Three characters each, the most frequent first; digits are written as 9. */
export const commonTrigrams =
  'selelfthelf.ioningameturtioretetuurndefnam999forentilefilandf._oneerrnotstrter---arglincon' +
  'stareanoninerrororectvalresodeassateintexteadallnteitemodpattyportlastrialuluecomgetcodrin' +
  'essparlseatiypectidatlenverherobjclaendathcalpreontiseportedimpmenistraierssettesnceultple' +
  'aisonsserinstimtatexctorptithoproormelstexnstencithuseestomppendermatdinactbleackeptimemet' +
  'atargsdecindoptfroals===attmesizekeyromcepwittruoduramdirthiuncmpoxceivese:othtrajecsintin' +
  'outdul_inritarebjeulerececilocappndeumeadderampltanabl.__numperaseposratfunacetarartrmatem' +
  'sioopechethaanctryrepsedhisagewrieerlis_reose_coouninincosizracttrhatetharsockppenalere9.9' +
  'infmberueberecolesmalsyspecefaaulfaubytyteevecestenspenitenaorene:_ster.ictcannts_naaranew' +
  'ertgumrguferhoddicaverouundelihanitiimanerrseisifalfin_firenle_waraliainchastele.fraet_ign' +
  'ry:os.dednfobuf=noequcater_colrsiredflarefpachasnctordntipricrevarlatexp.stntaemeputplacur' +
  'whiffeirenesbutaildeseteinatchbasspa.relagodiwordocctocimeprsigsesttesseoca_paefi_deuteesu' +
  'fiesubloweleit_uffdenommt__illearsaghenlifsulhavadeheauntcloetawheclses.rane__venovessiato' +
  'tupoinespourqueach_sef.sme_secpliicaman_diminninlosripariscratcsupssafixlleeldumbndiielese' +
  'ang_gebaceckys.ed._siemohecmemupltremaiust_lisitonaor:tacaryrte_exlit.cosenloapaslemnorddr' +
  'ueedelenof.crreeneastsho.gectengeues_matleon_onl.paeat9x9stdtabhargendiside._sve_on.ythrts' +
  '._fitsnlyte_ureremngsupposis.pnedseedretopeximsgleahouanned_eri.apnodckeirsnenampthrsoc__i' +
  'xteeenlob99:ck_ialollrceledrtlagsribostrststomaxhelmmativhonllo.ispytalect.ervescnt_cou_cl' +
  'mapoffwinlecondchi_looryembifilibgroth.glogerempibuis_ant.serun_arreess_taimonoupanyeakhre' +
  'incakeardurtwilbinnds_prorscopnnereg._clicrap__narnllys__sou_mo_chnatst_lere_ss.ahinarcexa' +
  'oteobahilveliltnetmprurral_ensmptfsef.fme.difernntr_opuldunieekoulrot.99_neelpxt.corpee_ty' +
  'lacfirzipnd_rveurcansiesqui_caoriown_vareqad_hicpicx99.firt_ricbreoadisoffsnexppomedcriabs' +
  'onginknarotaotoiff.wrmusse_9-9edesepnnolevrchunkichorkinveamltimarmerpinjoiopysamndl_frndo' +
  'nsidaygivrnsighrigdlelonginicknfitichosponteg99-t_sbalde.imilabletoketwo_eneedlognvekints.' +
  'uilbuiinpstieplashriapescaconfcasookrnirelwid...onveginsertikenng.rocnvaraw._i.desplketrna' +
  'dexseqinuls.utfuctenu_poct_ecaemsomeidtiptualin_dthgs.ssl._dermecumovowsshaeases:s._cmdew_' +
  'ptys.slidcklexeghtr__ootullwrabloocedowe_cf.propcifsorigimpa_isstsdepfulnda__cetiflo_mef.d' +
  'etsre_utirucfol.exrietalildf.rmit._regeitytialtstpu99._dahesiedf.tpilng_o99.jonputokxamkwa' +
  'scaeoutil///bitissuenediloompi._pmayengtdoettetwns.owe_leneccaplimadimeorge_folararkgesngl' +
  'roo__daccll_old.naor_xit__s9d9donutp.ensyne_f.cldlie_l_adctslianowenvt_tf.msumellgnacluped' +
  'popxecoest_dtitweegisgnoolokleispmakulax9defomorodsusiglextr=tr_aldouili_unso9emaotirs.aut' +
  'eceianapecleatuice-99_buom_revrowce_dare_e_haush_vepoi.foonntlicceyeamult_oavae_tdoest.toc' +
  'ittldst_flteor.at_re.ngtralbuge.sxisron_to_wrcksfterdeuirgthhornthss.sim.maiasrtyystool._m' +
  '_fl_nontormibouayse_d.inpolciat_pu99ne.ikequaspo=falik_trabcdigf.aiblneelt_nclnt.was__aubc' +
  'amsf-9teltstwerbclpdasibsymtf-_spebabefes_ebuen_yie_tiludaftfacupdoatrdi__m_heocotlyslode_' +
  'lors_st._tdeviddd_satt_ctdito_.ad.pyed:hunteaway__rchuck.e_pmac__.etcf.wdcoleounpficnicved' +
  'f.er._deteanerfdeblna_suurs_syaitfigrartoo.loeacbstcutepaeywhowiatywo.pr_bakednkst_lwai_or' +
  'lligraon-_dofo.nanzerckaducedckag.pofoulizse..ople:s.esomviscebmtpe_aipvllbn_sssu.spquot_i' +
  'you_eregaeoberouotwli_fudivf.nlbalef_ke_ofd_se._eallsoomien.e.clannpaoctossouspv9smtce.hiv' +
  'knonuef.ippieitelasheceneysmise=nd_ale=broswiax_dia_rad99esi.utddemasnchotsr_sewlrnef.blla' +
  'uid99_faiudedite_repoienth_.art_at_mlieme=l__adlpe__wieyepcoptsry.._nddi_acasaila_shd_clus' +
  'adyet.aust.sip_rog.9..lieoferwusaxt_pprrds._e_it.so_one_nceryncatsmmeurlhape_igatpplpusasc' +
  'ffftfoadaepen__oviupeolspy_iroteeudi.mocauld_zinaskbetdomffinelunsbj.cedkiprovapseeper:bel' +
  'eftrossidtagyer=sescialtbooskium_eingitifymlit_rtcoorats_arrciierpptorivtetuce_99_soe.golu' +
  'on:uthchodeviabsla_teetpnegf.gsivefeelyeapr_fts:wisdstmossucf.lmicughwanlayvirnsur_cvaiatf' +
  'crohtmhedthstroco_etrhemopiheyns:s_it_e.trssot=n99bgre.it_byow__anng:.caerysavsoltmlbile_o' +
  'rwi_crabocume.feduicipr_orrxc_.unio.lotlres.i_fdipltna_ssjusnvis=ntpae.rgedmagtuaxpe_bid_l' +
  'hit._talricsitlougmeat_nyincturpos.falnkernsp.di.erixes.csafib.iersurtotar_asyelooncsixtti' +
  'ivikupe_mf.os_t___._g_atevaoc_s.gtma__gafeicosrcta.utautohoo.te__fclige.rriue.wse_grer=gor' +
  'etm_usgs:_fabecerb9_9eltnfltweut.tfi._l__ehrollsboxscoue:._altatakercheiig_ntlocspanaclam.' +
  'ggetme.neblaopcst:ad.e.tofirofc__tiftseds.erlt_b_gld_dowis.munnxac.curgvseatombote.al_o_ta';
